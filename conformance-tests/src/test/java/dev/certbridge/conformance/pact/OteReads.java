package dev.certbridge.conformance.pact;

import au.com.dius.pact.core.model.Interaction;
import au.com.dius.pact.core.model.V4Interaction.SynchronousHttp;
import au.com.dius.pact.core.support.json.JsonValue;
import au.com.dius.pact.provider.junitsupport.filter.InteractionFilter;
import java.util.function.Predicate;

/** Selects the interactions that may be sent to OT&E: GET, and marked as such. */
public final class OteReads implements InteractionFilter<Interaction> {

    @Override
    public Predicate<Interaction> buildPredicate(String[] values) {
        return OteReads::allows;
    }

    static boolean allows(Interaction interaction) {
        return interaction.asV4Interaction() instanceof SynchronousHttp http
                && http.getRequest().getMethod().equals("GET")
                && isMarked(http.getComments().get("references"));
    }

    private static boolean isMarked(JsonValue references) {
        return references.has(Expectation.ENVIRONMENT)
                && references.get(Expectation.ENVIRONMENT).has(Expectation.OTE);
    }
}
