import Diagnostics
import Testing

@testable import Project

@Suite struct StateFolderTests {
    @Test func `the folder is made private and ignored, and repaired`() throws {
        let scratch = try Scratch()
        try scratch.folder.prepare()
        try scratch.sh("chmod 755 .sfm-dev .sfm-dev/credentials; echo > .sfm-dev/.gitignore")
        try scratch.folder.prepare()
        #expect(try scratch.mode(".sfm-dev") == 0o700)
        #expect(try scratch.mode(".sfm-dev/credentials") == 0o700)
        #expect(try scratch.text(".sfm-dev/.gitignore") == "*\n")
    }

    @Test func `a link, a file and a tracked folder are refused`() throws {
        let prepare = { (command: String) in
            let scratch = try Scratch()
            try scratch.sh(command)
            return told {
                try scratch.folder.requireUntracked(Scratch.git)
                try scratch.folder.prepare()
            }
        }
        #expect(
            try prepare("mkdir t; ln -s t .sfm-dev")
                == "77\nsfm-dev: error: '.sfm-dev' is a link; it must be a folder of its own\nhint: rm .sfm-dev\n")
        #expect(
            try prepare("touch .sfm-dev")
                == "77\nsfm-dev: error: '.sfm-dev' is not a folder\nhint: mv .sfm-dev .sfm-dev.old\n")
        #expect(
            try prepare("git init -q . && mkdir .sfm-dev && touch .sfm-dev/state.json && git add .sfm-dev")
                == "77\nsfm-dev: error: '.sfm-dev' is tracked by git; it holds secrets\n"
                + "note: what was committed stays in the history: rotate those secrets\n"
                + "hint: git rm -r --cached .sfm-dev\n")
    }

    @Test func `a folder of another user is refused`() throws {
        let folder = StateFolder(project: "/p")
        let said = told { try folder.requireOwner(0, is: 1000, of: ".sfm-dev") }
        #expect(
            said == "77\nsfm-dev: error: '.sfm-dev' belongs to another user (uid 0, you are uid 1000)\n"
                + "hint: sudo chown -R 1000 .sfm-dev\n")
        #expect(
            told { try folder.requireOwner(1000, is: 0, of: ".sfm-dev") }
                == "77\nsfm-dev: error: '.sfm-dev' belongs to another user (uid 1000, you are uid 0)\n"
                + "hint: sudo -u '#1000' sfm-dev up\n")
    }

    @Test(arguments: ["", "../x", ".hidden", "a/b", "a b"])
    func `a profile name cannot lead out of the folder`(name: String) throws {
        let said = told { _ = try StateFolder(project: "/p").credentials(name) }
        #expect(said == "65\nsfm-dev: error: '\(name)' cannot be the name of a profile\n")
    }

    @Test func `the paths are the ones that the documentation names`() throws {
        let folder = StateFolder(project: "/p")
        #expect(folder.composeFile == "/p/.sfm-dev/docker-compose.yml")
        #expect(try folder.credentials("local") == "/p/.sfm-dev/credentials/local.env")
        #expect(folder.shown(folder.state) == ".sfm-dev/state.json")
        #expect(folder.shown("/other") == "/other")
        for project in ["/a/\u{fc}", "/a/u\u{308}\u{65e5}\u{672c}"] {
            #expect(StateFolder(project: project).shown("\(project)/.sfm-dev/key") == ".sfm-dev/key")
        }
    }
}
