/// Digests as people and files have them.
package enum Hex {
    private static let alphabet = Array("0123456789abcdef".utf8)

    /// Two lower-case digits for each byte.
    ///
    /// Not generic: a digest's `withUnsafeBytes` brings its bytes. The sequence that it is too has to be looked up among all
    /// types of the program, a hundred times in a plan.
    package static func text(_ bytes: UnsafeRawBufferPointer) -> String {
        String(unsafeUninitializedCapacity: bytes.count * 2) { digits in
            for (index, byte) in bytes.enumerated() {
                digits[2 * index] = alphabet[Int(byte >> 4)]
                digits[2 * index + 1] = alphabet[Int(byte & 15)]
            }
            return bytes.count * 2
        }
    }
}
