/// The name that a user most likely meant, by edit distance.
package func nearestName(to word: String, among candidates: some Sequence<String>) -> String? {
    let limit = max(1, min(3, word.count / 3))
    return candidates.map { ($0, editDistance(word, $0)) }
        .filter { $0.1 <= limit }
        .min { ($0.1, $0.0) < ($1.1, $1.0) }?.0
}

/// `did you mean 'x'? known services: a, b`; without a near name only the list.
package func suggestion(for word: String, among candidates: [String], called noun: String) -> String {
    let list = "known \(noun): " + (candidates.isEmpty ? "none" : candidates.sorted().joined(separator: ", "))
    guard let near = nearestName(to: word, among: candidates) else { return list }
    return "did you mean '\(near)'? \(list)"
}

/// Damerau's distance with adjacent transpositions: the four slips of a typing hand cost one each.
private func editDistance(_ a: String, _ b: String) -> Int {
    let a = Array(a.utf8)
    let b = Array(b.utf8)
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for i in a.indices {
        var row = [i + 1]
        for j in b.indices {
            var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
            if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, beforeLast[j - 1] + 1) }
            row.append(cost)
        }
        beforeLast = last
        last = row
    }
    return last[b.count]
}
