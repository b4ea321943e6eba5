import Diagnostics
import Testing

@testable import Kubernetes

struct BackupKeysTests {
    private static let credentials = """
        # keys
        [default]
        aws_access_key_id = AKIADEFAULT
        aws_secret_access_key = default/secret
        [backup]
        aws_access_key_id=AKIABACKUP
          aws_secret_access_key = belongs to the line above
        aws_secret_access_key = back+up/secret=
        aws_session_token = token

        """

    private static let config = """
        [default]
        region = us-east-1
        [profile backup]
        region = eu-central-1
        s3 =
          region = nowhere
        [profile "sso"]
        sso_session = team
        region = eu-west-1
        [profile role]
        role_arn = arn:aws:iam::1:role/x

        """

    private static func keys(_ profile: String) throws -> [String] {
        let found = try AWSProfile(profile, credentials: credentials, config: config)
        return try BackupKeys.read(region: nil, source: "the profile", lookup: found.value).data
            .map { "\($0.key)=\(String(decoding: $0.bytes, as: UTF8.self))" }
    }

    @Test func `a profile of AWS's files is read from both`() throws {
        #expect(
            try Self.keys("default") == [
                "AWS_ACCESS_KEY_ID=AKIADEFAULT", "AWS_DEFAULT_REGION=us-east-1",
                "AWS_SECRET_ACCESS_KEY=default/secret",
            ])
        #expect(
            try Self.keys("backup") == [
                "AWS_ACCESS_KEY_ID=AKIABACKUP", "AWS_DEFAULT_REGION=eu-central-1",
                "AWS_SECRET_ACCESS_KEY=back+up/secret=", "AWS_SESSION_TOKEN=token",
            ])
    }

    @Test(arguments: [
        (
            "nobody",
            """
            exit 65
            sfm-dev: error: AWS's files have no profile 'nobody'
            hint: aws configure --profile nobody

            """
        ),
        (
            "sso",
            """
            exit 65
            sfm-dev: error: profile 'sso' gets its keys by 'sso_session', and has none of its own
            hint: aws configure export-credentials --profile sso --format env-no-export | sfm-dev kubernetes backup-secret --stdin --region eu-west-1

            """
        ),
        (
            "role",
            """
            exit 65
            sfm-dev: error: profile 'role' gets its keys by 'role_arn', and has none of its own
            hint: aws configure export-credentials --profile role --format env-no-export | sfm-dev kubernetes backup-secret --stdin --region us-east-1

            """
        ),
    ])
    func `a profile without keys of its own is refused`(name: String, shown: String) {
        #expect(Shop.refusal { _ = try Self.keys(name) } == shown)
    }

    @Test func `all that is missing is told at once`() {
        #expect(
            Shop.refusal { _ = try BackupKeys.read(region: nil, source: "the environment") { _ in nil } } == """
                exit 65
                sfm-dev: error: the environment lacks 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_DEFAULT_REGION'
                hint: sfm-dev kubernetes backup-secret --aws-profile default

                """)
        let keys = ["AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b"]
        #expect(
            Shop.refusal { _ = try BackupKeys.read(region: nil, source: "the environment") { keys[$0] } } == """
                exit 65
                sfm-dev: error: the environment lacks 'AWS_DEFAULT_REGION'
                hint: sfm-dev kubernetes backup-secret --region us-east-1

                """)
    }

    @Test func `temporary keys are told`() throws {
        let keys = ["AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "AWS_REGION": "c"]
        let lasting = try BackupKeys.read(region: nil, source: "") { keys[$0] }
        #expect(lasting.warning == nil)
        #expect(lasting.region == "c")
        let temporary = try BackupKeys.read(region: "d", source: "") {
            keys.merging(["AWS_SESSION_TOKEN": "t"]) { $1 }[$0]
        }
        #expect(temporary.region == "d")
        let shown = temporary.warning?.rendered()
        #expect(
            shown == """
                sfm-dev: warning: these keys are temporary: the jobs fail when they have expired
                hint: sfm-dev kubernetes values --service-account NAME

                """)
    }
}
