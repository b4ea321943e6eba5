/// What Kubernetes takes for a name.
package enum ClusterName {
    /// A namespace or a Service: a label of RFC 1123, up to 63 characters.
    package static func isLabel(_ text: String) -> Bool {
        text.utf8.count <= 63 && text.wholeMatch(of: #/[a-z0-9]([-a-z0-9]*[a-z0-9])?/#) != nil
    }

    /// Other objects: labels with dots between, up to 253 characters.
    package static func isSubdomain(_ text: String) -> Bool {
        text.utf8.count <= 253
            && text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { part in
                part.wholeMatch(of: #/[a-z0-9]([-a-z0-9]*[a-z0-9])?/#) != nil
            }
    }

    /// A key of a Secret or a ConfigMap (`k8s.io/apimachinery`, IsConfigMapKey).
    package static func isKey(_ text: String) -> Bool {
        text.utf8.count <= 253 && text.wholeMatch(of: #/[-._a-zA-Z0-9]+/#) != nil && text != "."
            && !text.hasPrefix("..")
    }
}
