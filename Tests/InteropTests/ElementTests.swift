import Testing

/// Every element that a service may have, against the real docker compose.
@Suite(.enabled(if: Comparison.isPossible, "SFM_DEV_TEST_ENGINE and SFM_DEV_TEST_COMPOSE name no peer"))
struct ElementTests {
    @Test(arguments: Element.all)
    func `docker compose computes the same hash over the generated file`(element: Element) async throws {
        let comparison = try await Comparison.shared()
        let hash = try #require(comparison.ours[element.service])
        #expect(comparison.generated[element.service] == hash)
    }

    @Test(arguments: Element.all.filter { !$0.isLong })
    func `docker compose labels a container made from the same words with the same hash`(
        element: Element
    ) async throws {
        let comparison = try await Comparison.shared()
        let hash = try #require(comparison.plain[element.service])
        #expect(comparison.written[element.service] == hash)
    }

    @Test(arguments: Element.all)
    func `the engine is asked for the same container`(element: Element) async throws {
        let comparison = try await Comparison.shared()
        let ours = try #require(comparison.ourContainers[element.service])
        let theirs = try #require(comparison.theirContainers[element.service])
        #expect(ours.subtracting(theirs) == [])
        #expect(theirs.subtracting(ours) == [])
    }

    @Test func `networks and volumes are named and labelled alike`() async throws {
        let comparison = try await Comparison.shared()
        #expect(comparison.ourLabels == comparison.theirLabels)
        #expect(comparison.ourLabels.count > 4)
    }
}
