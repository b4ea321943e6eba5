/// A name and its value in a `.env` file.
package struct EnvEntry: Sendable, Equatable {
    package var name: String
    package var value: String
    /// Where it stands, counted from 1; 0 for one that was not read.
    package var line: Int

    package init(_ name: String, _ value: String, line: Int = 0) {
        self.name = name
        self.value = value
        self.line = line
    }
}
