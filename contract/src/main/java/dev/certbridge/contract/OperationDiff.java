package dev.certbridge.contract;

import java.util.Collection;
import java.util.List;

/** Compares the two versions of one operation. */
final class OperationDiff {

    private final ContractOperation before;
    private final ContractOperation after;

    OperationDiff(ContractOperation before, ContractOperation after) {
        this.before = before;
        this.after = after;
    }

    void compare(Collection<ContractChange> found) {
        DiffContext spot = DiffContext.of(found, before.label(), List.of(before.generated()));
        itself(spot);
        SchemaDiff schemas = new SchemaDiff(before.document(), after.document());
        SecurityDiff.compare(before, after, spot);
        new ParameterDiff(schemas).compare(before, after, spot);
        new BodyDiff(schemas)
                .request(
                        before.document().resolve(before.node().path("requestBody")),
                        after.document().resolve(after.node().path("requestBody")),
                        before.id() + "_request",
                        spot);
        new ResponseDiff(before, after, schemas).compare(spot);
    }

    private void itself(DiffContext spot) {
        if (!before.id().equals(after.id())) {
            spot.affecting(after.generated())
                    .report(
                            ChangeType.OPERATION_RENAMED,
                            "%s is now called %s".formatted(before.label(), after.label()));
        }
        if (!before.generatedApi().equals(after.generatedApi())) {
            spot.affecting(after.generated())
                    .report(
                            ChangeType.OPERATION_REGROUPED,
                            "another tag moves it from %s to %s"
                                    .formatted(before.generatedApi(), after.generatedApi()));
        }
        if (!before.address().equals(after.address())) {
            spot.report(
                    ChangeType.OPERATION_MOVED,
                    "moved from %s %s to %s %s"
                            .formatted(before.method(), before.path(), after.method(), after.path()));
        }
        boolean was = flag(before, "deprecated");
        boolean is = flag(after, "deprecated");
        if (was != is) {
            spot.report(
                    is ? ChangeType.OPERATION_DEPRECATED : ChangeType.OPERATION_NO_LONGER_DEPRECATED,
                    is ? "is now deprecated" : "is no longer deprecated");
        }
        boolean spends = flag(after, "x-spends");
        if (spends != flag(before, "x-spends")) {
            spot.report(ChangeType.SPENDS_CHANGED, spends ? "can now cost money" : "can no longer cost money");
        }
    }

    private static boolean flag(ContractOperation operation, String name) {
        return operation.node().path(name).asBoolean();
    }
}
