/// A mount in the API's long form.
package struct MountSpec: Sendable, Equatable, Encodable {
    package enum Kind: Sendable, Equatable {
        /// From API 1.42 a missing path can be created.
        case bind(source: String, propagation: String? = nil, createsSource: Bool = false)
        /// From API 1.45 a folder inside the volume can be mounted.
        case volume(name: String, noCopy: Bool = false, subpath: String? = nil)
        /// Bytes and permission bits.
        case tmpfs(size: Int64? = nil, mode: Int? = nil)
    }

    package var kind: Kind
    package var target: String
    package var isReadOnly: Bool

    package init(_ kind: Kind, target: String, isReadOnly: Bool = false) {
        self.kind = kind
        self.target = target
        self.isReadOnly = isReadOnly
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: WireKey.self)
        try fields.encode(target, forKey: "Target")
        if isReadOnly { try fields.encode(true, forKey: "ReadOnly") }
        switch kind {
        case .bind(let source, let propagation, let createsSource):
            try fields.encode("bind", forKey: "Type")
            try fields.encode(source, forKey: "Source")
            guard propagation != nil || createsSource else { break }
            var options = fields.nestedContainer(keyedBy: WireKey.self, forKey: "BindOptions")
            try options.encodeIfPresent(propagation, forKey: "Propagation")
            if createsSource { try options.encode(true, forKey: "CreateMountpoint") }
        case .volume(let name, let noCopy, let subpath):
            try fields.encode("volume", forKey: "Type")
            try fields.encode(name, forKey: "Source")
            guard noCopy || subpath != nil else { break }
            var options = fields.nestedContainer(keyedBy: WireKey.self, forKey: "VolumeOptions")
            if noCopy { try options.encode(true, forKey: "NoCopy") }
            try options.encodeIfPresent(subpath, forKey: "Subpath")
        case .tmpfs(let size, let mode):
            try fields.encode("tmpfs", forKey: "Type")
            guard size != nil || mode != nil else { break }
            var options = fields.nestedContainer(keyedBy: WireKey.self, forKey: "TmpfsOptions")
            try options.encodeIfPresent(size, forKey: "SizeBytes")
            try options.encodeIfPresent(mode, forKey: "Mode")
        }
    }
}
