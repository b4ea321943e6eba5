import Profiles
import Testing

struct BadInputTests {
    @Test(
        arguments: Mistake.profileMistakes + Mistake.extendsMistakes + Mistake.headerMistakes + Mistake.templateMistakes
            + Mistake.overrideMistakes + Mistake.composeMistakes + Mistake.elementMistakes + Mistake.seedMistakes
            + Mistake.tlsMistakes + Mistake.externalMistakes)
    func `every mistake is shown with its place and what to write`(mistake: Mistake) {
        #expect(Shop.refusal(Shop.input(mistake.files)) == mistake.shown)
    }

    @Test func `what is no UTF-8 is shown with its place`() {
        let bytes = Array("image: gr".utf8) + [0xF6] + Array("n\n".utf8)
        let shown = Shop.refusal(Shop.input(bytes: ["compose/web.yaml": bytes]))
        #expect(shown.hasPrefix("exit 65\ncompose/web.yaml:1:10: error: byte 0xf6 is not valid UTF-8\n"))
    }

    @Test func `the project of these tests is accepted`() {
        #expect(Shop.refusal(Shop.input()) == "accepted")
    }
}
