package dev.certbridge.judge;

import java.util.ArrayList;
import java.util.List;

/**
 * The verdict of one rule in one scenario.
 *
 * @param proof the requests that prove the verdict, each in one line. The list is empty if nothing was seen
 */
public record Finding(JudgeVerdict verdict, List<String> proof) {

    private static final int LONGEST_PROOF = 20;

    public Finding {
        proof = List.copyOf(proof);
    }

    /** Returns a copy without the API key. The proof can contain the API key if a client sent the key in a path. */
    Finding without(ApiKeyPattern key) {
        return new Finding(verdict, proof.stream().map(key::hiddenIn).toList());
    }

    static Finding notSeen() {
        return new Finding(JudgeVerdict.NOT_SEEN, List.of());
    }

    /**
     * Returns a finding for the breaches of a rule and the opportunities to break it. The verdict is {@code BROKEN} if
     * there are breaches, {@code KEPT} if there are only opportunities, and {@code NOT_SEEN} if there are neither.
     */
    static Finding of(List<String> breaches, List<String> opportunities) {
        if (!breaches.isEmpty()) {
            return new Finding(JudgeVerdict.BROKEN, shortened(breaches));
        }
        return opportunities.isEmpty() ? notSeen() : new Finding(JudgeVerdict.KEPT, shortened(opportunities));
    }

    private static List<String> shortened(List<String> lines) {
        if (lines.size() <= LONGEST_PROOF) {
            return lines;
        }
        List<String> first = new ArrayList<>(lines.subList(0, LONGEST_PROOF));
        first.add("and " + (lines.size() - LONGEST_PROOF) + " more");
        return first;
    }
}
