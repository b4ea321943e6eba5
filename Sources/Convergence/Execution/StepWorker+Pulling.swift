import Diagnostics
import Engine

extension StepWorker {
    /// How often an image is asked for in all. Each time the engine goes on with the layers that it has.
    static let attempts = 3

    /// Pulls an image, and once more where the transfer broke off.
    func pull(_ reference: String, _ platform: String?) async throws(Failure) {
        guard let full = ImageReference(reference) else {
            throw Failure(
                .badInput, "cannot pull '\(reference)': it is no name of an image",
                hint: "correct it under 'images:' in config.yaml, or in the service's template")
        }
        let login = await login(full)
        var attempt = 1
        while true {
            do throws(EngineError) { return try await transfer(full, reference, platform, login.auth) } catch {
                let fault = PullFault(error, reference: full)
                let failure = PullFailure(reference: full, name: reference, fault: fault, error: error)
                guard let pauses = fault.pauses, attempt < Self.attempts, !Task.isCancelled else {
                    throw failure.told(login: login, attempts: attempt)
                }
                attempt += 1
                await sink(.pullRetried(reference: reference, attempt: attempt, because: failure.sentence))
                if pauses { await pause(Self.pause(before: attempt)) }
            }
        }
    }

    /// A registry that says that it is asked too much, or that breaks down, is better in a moment than at once: 2 s, then
    /// 4 s. There is no event to wait for.
    static func pause(before attempt: Int) -> Duration { .seconds(2 * (attempt - 1)) }

    private func transfer(
        _ full: ImageReference, _ reference: String, _ platform: String?, _ auth: RegistryAuth?
    ) async throws(EngineError) {
        let progress = try await engine.pullImage(full, platform: platform, auth: auth)
        for try await line in progress { await sink(.pullProgress(reference: reference, line)) }
        guard let image = try await engine.inspectImage(reference) else {
            // What an engine that stops leaves of a stream may look whole.
            throw .stream("the engine's answer ended before the image was there")
        }
        keep(imageID: image.id, of: reference)
    }
}
