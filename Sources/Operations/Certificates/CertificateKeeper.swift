import Certificates
import Diagnostics
import Profiles
import Project

/// The certificates that a plan wants: those of `.sfm-dev/tls/` that can go on, and new ones in the place of others.
/// Nothing is written before `CertificateSet.save`.
struct CertificateKeeper {
    let files: CertificateFiles
    /// Seconds since 1970.
    let now: Int64

    /// - Parameter renewing: those that are made anew whatever lies there; the CA's name is for all of them.
    /// - Throws: for what may be somebody's own and is not overwritten: the file, why, and the command that does it.
    func certificates(
        for plan: ResolvedPlan, renewing: Set<String> = []
    ) throws(Failure) -> CertificateSet {
        let requests = Self.requests(plan)
        let stored = try stored(requests.map(\.name))
        let seal = try files.sealKey().map { key in
            CertificateSeal(key: key, stored: stored, requests: requests, written: files.seal())
        }
        if renewing.isEmpty, let seal, let known = seal.known(now: now) { return known }
        let authority = try authority(stored, plan, renewing: renewing)
        let record = try told(files.shown(certificate: CertificateFiles.authority), repair: "--authority") {
            () throws(CertificateFault) in try stored.cleanAuthorities()
        }
        var set = CertificateSet(
            authority: authority.value.pem, authorityKey: authority.value.keyFile, authorities: record)
        if let made = authority.made {
            set.made.append(made)
            set.authorities += authority.value.pem
        }
        let kept = authority.made == nil ? authority.value : nil
        var faults: [Diagnostic] = []
        for request in requests {
            do throws(Failure) {
                try review(request, stored, authority.value, kept: kept, renewing: renewing, into: &set)
            } catch { faults += error.diagnostics }
        }
        if !faults.isEmpty { throw Failure(.badInput, faults) }
        set.seal = seal?.text(of: set, now: now)
        return set
    }

    /// - Parameter kept: the CA, where it is not a new one.
    private func review(
        _ request: CertificateRequest, _ stored: StoredCertificates, _ authority: Authority, kept: Authority?,
        renewing: Set<String>, into set: inout CertificateSet
    ) throws(Failure) {
        let name = request.name
        let isRenewed = renewing.contains(name) || renewing.contains(CertificateFiles.authority)
        let review: LeafReview =
            isRenewed
            ? .make(nil)
            : try told(files.shown(certificate: name), repair: name) { () throws(CertificateFault) in
                try LeafReview(request, stored, authority: kept, now: now)
            }
        switch review {
        case .keep:
            guard let leaf = stored.leaves[name], let certificate = leaf.certificate, let key = leaf.key else {
                return
            }
            set.leaves[name] = IssuedCertificate(certificate: certificate, key: key)
        case .make(let cause):
            var wanted = request
            if !isRenewed { wanted.names += stored.formerNames(of: name, authority: authority) }
            set.leaves[name] = try told(files.shown(certificate: name), repair: name) {
                () throws(CertificateFault) in try authority.issue(wanted, now: now)
            }
            set.made.append(.init(name: name, file: files.shown(certificate: name), cause: cause))
        }
    }

    /// The texts that lie there, right or wrong, as far as they can be read.
    func texts(for plan: ResolvedPlan) -> CertificateTexts {
        var texts = CertificateTexts(authority: try? files.certificate(CertificateFiles.authority), leaves: [:])
        for wanted in plan.certificates {
            guard let certificate = try? files.certificate(wanted.name), let key = try? files.key(wanted.name) else {
                continue
            }
            texts.leaves[wanted.name] = .init(certificate: certificate, key: key)
        }
        return texts
    }

    /// Whether exactly that lies there.
    func holds(_ set: CertificateSet) throws(Failure) -> Bool {
        guard set.made.isEmpty else { return false }
        let stored = try stored(Array(set.leaves.keys))
        guard stored.authority == set.authority, stored.authorityKey == set.authorityKey,
            stored.authorities == set.authorities
        else { return false }
        for (name, leaf) in set.leaves {
            guard stored.leaves[name] == .init(certificate: leaf.certificate, key: leaf.key) else { return false }
        }
        return true
    }

    /// What lies there, right or wrong: the CA, then the certificates that the plan wants.
    func list(for plan: ResolvedPlan) throws(Failure) -> [CertificateList.Entry] {
        let requests = Self.requests(plan)
        var refused: [String: [Diagnostic]] = [:]
        let stored = try stored(requests.map(\.name)) { name throws(Failure) in
            do throws(Failure) { return try files.key(name) } catch {
                guard error.exitCode == .refused else { throw error }
                refused[name] = error.diagnostics
                return nil
            }
        }
        var authority = entry(CertificateFiles.authority, stored.authority, repair: "--authority")
        authority.refusal = refused[authority.name] ?? []
        if authority.refusal.isEmpty {
            do throws(CertificateFault) {
                let review = try AuthorityReview(stored, labels: plan.certificates.flatMap(\.names), now: now)
                if case .make(let cause) = review { authority.fault = cause }
                // What clients are given; the key's file may have it too.
                if stored.authority == nil { authority.miss() }
            } catch { authority.block(error) }
        }
        var entries = [authority]
        for request in requests {
            var entry = entry(request.name, stored.leaves[request.name]?.certificate, repair: request.name)
            entry.refusal = refused[entry.name] ?? []
            if entry.refusal.isEmpty {
                do throws(CertificateFault) {
                    if case .make(let cause) = try LeafReview(request, stored, now: now) {
                        if let cause { entry.fault = cause } else { entry.miss() }
                    }
                } catch {
                    // Where the record of CAs is lost, whose this one's is cannot be known either.
                    let known = authority.fault.flatMap { $0.isOfRecord ? $0 : nil }
                    entry.block(error == .foreignIssuer ? known ?? error : error)
                }
            }
            entries.append(entry)
        }
        return entries
    }

    private func entry(_ name: String, _ text: String?, repair: String) -> CertificateList.Entry {
        CertificateList.Entry(
            name: name, file: files.shown(certificate: name),
            facts: text.flatMap { try? CertificateFacts(pem: $0) }, repair: "sfm-dev certificates renew \(repair)")
    }

    private static func requests(_ plan: ResolvedPlan) -> [CertificateRequest] {
        plan.certificates.map { wanted in
            CertificateRequest(name: wanted.name, use: wanted.isClient ? .client : .server, names: wanted.names)
        }
    }

    private func authority(
        _ stored: StoredCertificates, _ plan: ResolvedPlan, renewing: Set<String>
    ) throws(Failure) -> (value: Authority, made: CertificateSet.Made?) {
        let file = files.shown(certificate: CertificateFiles.authority)
        var labels = plan.certificates.flatMap(\.names)
        let isRenewed = renewing.contains(CertificateFiles.authority)
        let review: AuthorityReview =
            isRenewed
            ? .make(nil)
            : try told(file, repair: "--authority") { () throws(CertificateFault) in
                try AuthorityReview(stored, labels: labels, now: now)
            }
        switch review {
        case .keep(let authority): return (authority, nil)
        case .make(let cause):
            if !isRenewed { labels += stored.formerLabels }
            let made = try told(file, repair: "--authority") { () throws(CertificateFault) in
                try Authority.make(owner: plan.project, labels: labels, now: now)
            }
            return (made, .init(name: CertificateFiles.authority, file: file, cause: cause))
        }
    }

    private func stored(_ names: [String]) throws(Failure) -> StoredCertificates {
        try stored(names) { name throws(Failure) in try files.key(name) }
    }

    private func stored(
        _ names: [String], key: (String) throws(Failure) -> Secret?
    ) throws(Failure) -> StoredCertificates {
        var stored = StoredCertificates()
        stored.authority = try files.certificate(CertificateFiles.authority)
        stored.authorityKey = try key(CertificateFiles.authority)
        stored.authorities = try files.authorities()
        for name in names {
            stored.leaves[name] = .init(certificate: try files.certificate(name), key: try key(name))
        }
        return stored
    }

    private func told<Value>(
        _ file: String, repair: String, _ body: () throws(CertificateFault) -> Value
    ) throws(Failure) -> Value {
        do throws(CertificateFault) { return try body() } catch {
            throw error.failure(file, renewal: "sfm-dev certificates renew \(repair)")
        }
    }
}

extension CertificateFault {
    /// - Parameters:
    ///   - file: as the user would type it.
    ///   - renewal: the command that makes it anew.
    func diagnostic(_ severity: Diagnostic.Severity, _ file: String, renewal: String) -> Diagnostic {
        let text = "'\(file)' \(words)"
        switch self {
        // Making it anew would need the right time too.
        case .wrongClock: return Diagnostic(severity, text, hint: "date")
        // A new CA would have to be trusted anew, for nothing.
        case .notYetValid:
            return Diagnostic(severity, text, notes: [.init("if the clock is right: \(renewal)")], hint: "date")
        default: return Diagnostic(severity, text, hint: renewal)
        }
    }

    /// The same as the end of a command.
    func failure(_ file: String, renewal: String) -> Failure {
        Failure(.badInput, [diagnostic(.error, file, renewal: renewal)])
    }
}
