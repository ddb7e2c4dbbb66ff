package dev.certbridge.temporal;

import dev.certbridge.fleet.FleetState;
import io.temporal.common.SearchAttributeKey;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Decides when the certificates are checked. The check is an activity and not part of the workflow, so that the
 * workflow is deterministic.
 */
public final class CertificateWorkflowImpl implements CertificateWorkflow {

    /** The keyword search attribute that contains the most serious state of the certificates. */
    static final SearchAttributeKey<String> STATE = SearchAttributeKey.forKeyword("CertbridgeState");

    /** The date-time search attribute that contains the earliest end of a deployed certificate. */
    static final SearchAttributeKey<OffsetDateTime> NOT_AFTER =
            SearchAttributeKey.forOffsetDateTime("CertbridgeNotAfter");

    /** The number of checks after which the workflow continues as a new run with an empty history. */
    static final int CHECKS = 100;

    private static final Duration LONGEST_PAUSE = Duration.ofDays(1);
    private static final Duration SHORTEST_PAUSE = Duration.ofMinutes(1);

    /** The pause before the next check if a certificate is not valid or has an open order. */
    private static final Duration RETRY = Duration.ofHours(1);

    // The worker sets the options of the activities, see FleetWorker.
    private final FleetActivities activities = Workflow.newActivityStub(FleetActivities.class);
    private List<CertificateInput> certificates = List.of();
    private List<CertificateStatus> status = List.of();
    private Optional<FleetState> shownState = Optional.empty();
    private Optional<Instant> shownEnd = Optional.empty();
    private boolean checkWanted;

    @Override
    public void keep(List<CertificateInput> given) {
        if (certificates.isEmpty()) {
            // A signal that starts the workflow is received before this method is called.
            certificates = given;
        }
        for (int checks = 0; checks < CHECKS && !Workflow.getInfo().isContinueAsNewSuggested(); checks++) {
            checkWanted = false;
            status = checked();
            show();
            // Checks that are wanted at once wait too, so that no signal can make a workflow check without a pause.
            Workflow.sleep(SHORTEST_PAUSE);
            Workflow.await(pause(), () -> checkWanted);
        }
        Workflow.newContinueAsNewStub(CertificateWorkflow.class).keep(certificates);
    }

    @Override
    public void change(List<CertificateInput> changed) {
        certificates = changed;
        checkWanted = true;
    }

    @Override
    public void check() {
        checkWanted = true;
    }

    @Override
    public List<CertificateStatus> status() {
        return status;
    }

    /**
     * Returns the result of a check. If a check fails permanently, the result contains the failure as a state. The
     * workflow continues after a failed check, so that a signal can correct the input.
     */
    private List<CertificateStatus> checked() {
        List<CertificateInput> now = certificates;
        try {
            return activities.check(now);
        } catch (ActivityFailure e) {
            if (e.getCause() instanceof CanceledFailure) {
                throw e;
            }
            String why = e.getCause() instanceof TemporalFailure cause ? cause.getOriginalMessage() : e.getMessage();
            return now.stream()
                    .map(one -> CertificateStatus.failed(one.id(), why))
                    .toList();
        }
    }

    private void show() {
        Optional<FleetState> state =
                status.stream().map(CertificateStatus::state).max(Comparator.naturalOrder());
        Optional<Instant> end =
                status.stream().flatMap(one -> one.notAfter().stream()).min(Comparator.naturalOrder());
        if (!state.equals(shownState) || !end.equals(shownEnd)) {
            Workflow.upsertTypedSearchAttributes(
                    state.map(value -> STATE.valueSet(value.name())).orElseGet(STATE::valueUnset),
                    end.map(value -> NOT_AFTER.valueSet(value.atOffset(ZoneOffset.UTC)))
                            .orElseGet(NOT_AFTER::valueUnset));
            shownState = state;
            shownEnd = end;
        }
    }

    private Duration pause() {
        Instant now = Instant.ofEpochMilli(Workflow.currentTimeMillis());
        Duration pause = LONGEST_PAUSE;
        for (CertificateStatus one : status) {
            Duration wanted = one.state() == FleetState.VALID
                    ? one.dueAt().map(due -> Duration.between(now, due)).orElse(LONGEST_PAUSE)
                    : RETRY;
            pause = wanted.compareTo(pause) < 0 ? wanted : pause;
        }
        return pause.isNegative() ? Duration.ZERO : pause;
    }
}
