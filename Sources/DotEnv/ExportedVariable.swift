/// A variable as the developer's shell gets it.
package struct ExportedVariable: Sendable, Equatable {
    package var name: String
    package var value: String
    /// Who reads it; see `EnvCommand.surfaces`.
    package var surfaces: [String]
    package var isSecret: Bool
    /// Names that beat it where they are set, and so are unset.
    package var rivals: [String]

    package init(name: String, value: String, surfaces: [String], isSecret: Bool, rivals: [String]) {
        self.name = name
        self.value = value
        self.surfaces = surfaces
        self.isSecret = isSecret
        self.rivals = rivals
    }
}
