/// An amount as Kubernetes writes it (`k8s.io/apimachinery`, resource.Quantity), for comparing two of them.
struct Quantity: Comparable {
    private let amount: Double

    init?(_ text: String) {
        let units: [(ending: String, size: Double)] = [
            ("Ki", 0x1p10), ("Mi", 0x1p20), ("Gi", 0x1p30), ("Ti", 0x1p40), ("Pi", 0x1p50), ("m", 1e-3), ("k", 1e3),
            ("M", 1e6), ("G", 1e9), ("T", 1e12), ("P", 1e15),
        ]
        let unit = units.first { text.hasSuffix($0.ending) }
        guard let number = Double(text.dropLast(unit?.ending.count ?? 0)) else { return nil }
        amount = number * (unit?.size ?? 1)
    }

    static func < (a: Quantity, b: Quantity) -> Bool { a.amount < b.amount }
}
