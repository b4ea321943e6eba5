import ArgumentParser

struct Certificates: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "certificates",
        abstract: "The development CA of this checkout, and what it signed.",
        discussion: """
              sfm-dev certificates show                  whose they are, and until when
              sfm-dev certificates renew redis           a new one; 'sfm-dev up' gives it to the service
              sudo "$(command -v sfm-dev)" certificates trust
            """,
        subcommands: [
            CertificatesIssue.self, CertificatesRenew.self, CertificatesShow.self, CertificatesTrust.self,
            CertificatesUntrust.self,
        ])
}
