import Testing

/// The built commands as a user types them. One after another: each starts four services.
@Suite(.serialized) struct CommandTests {}
