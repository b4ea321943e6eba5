import Diagnostics
import Testing

@testable import Engine

struct HelperAnswerTests {
    private static let key = "r:5000"

    static let cases: [(Int32, String, String, HelperAnswer)] = [
        (
            0, #"{"ServerURL":"r:5000","Username":"u","Secret":"pw"}"#, "",
            .login(RegistryAuth(username: "u", password: Secret("pw"), serverAddress: key))
        ),
        (
            0, #"{"Username":"<token>","Secret":"t"}"#, "",
            .login(
                RegistryAuth(username: "", password: Secret(""), serverAddress: key, identityToken: Secret("t")))
        ),
        (0, #"{"ServerURL":"","Username":"","Secret":""}"#, "", .nothing),
        (1, "credentials not found in native keychain\n", "", .nothing),
        (1, "  credentials not found in native keychain", "debug: looked", .nothing),
        (0, "not JSON, and hunter2", "", .problem("answered something else than JSON with 'Username' and 'Secret'")),
        (
            0, #"{"user":"u","pw":"hunter2"}"#, "",
            .problem("answered something else than JSON with 'Username' and 'Secret'")
        ),
        (0, "", "", .problem("answered something else than JSON with 'Username' and 'Secret'")),
        (1, "no credentials server URL\n", "", .problem("ended with exit code 1: no credentials server URL")),
        (2, "", "\ngpg: decryption failed\nmore", .problem("ended with exit code 2: gpg: decryption failed")),
        (1, #"{"Username":"u","Secret":"hunter2"}"#, "", .problem("ended with exit code 1")),
        (137, "", "", .problem("ended with exit code 137")),
    ]

    @Test(arguments: cases) func `a helper's answer is read`(
        code: Int32, output: String, errors: String, answer: HelperAnswer
    ) {
        let read = HelperAnswer(exitCode: code, output: Array(output.utf8), errors: Array(errors.utf8), key: Self.key)
        #expect(read == answer)
    }
}
