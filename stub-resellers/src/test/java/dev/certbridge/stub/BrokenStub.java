package dev.certbridge.stub;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A stub of regfish that gives every call the same wrong answer. */
public final class BrokenStub extends StubReseller {

    /** Starts a stub whose answers break the contract. */
    public BrokenStub(StubOptions options) {
        this(options, call -> Reply.json(200, Reply.object().put("success", "yes")));
    }

    BrokenStub(StubOptions options, Function<StubCall, Reply> answer) {
        super("regfish", StubContext.of(options), new Rules(answer));
    }

    private record Rules(Function<StubCall, Reply> answer) implements StubBehaviour {
        @Override
        public String apiKey() {
            return "not-a-real-key";
        }

        @Override
        public Optional<String> credential(StubCall call) {
            return call.header("x-api-key");
        }

        @Override
        public Reply unauthorized() {
            throw new AssertionError();
        }

        @Override
        public Reply unknownRoute(String method, String path) {
            throw new AssertionError();
        }

        @Override
        public Reply refusal(StubCall call, List<ContractViolation> violations) {
            throw new AssertionError();
        }

        @Override
        public List<String> names(StubCall call) {
            return List.of();
        }

        @Override
        public Optional<Reply> answer(StubCall call) {
            return Optional.of(answer.apply(call));
        }
    }
}
