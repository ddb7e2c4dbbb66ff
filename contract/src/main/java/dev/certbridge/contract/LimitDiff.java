package dev.certbridge.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;

/** Compares lengths, ranges, counts and patterns. */
final class LimitDiff {

    private static final List<String> UPPER = List.of("maxLength", "maximum", "maxItems", "maxProperties");
    private static final List<String> LOWER = List.of("minLength", "minimum", "minItems", "minProperties");
    /** Either there or not in 3.0, a number of its own in 3.1; in both a caller cannot say which way it went. */
    private static final List<String> STRICTER =
            List.of("exclusiveMaximum", "exclusiveMinimum", "uniqueItems", "multipleOf");

    private LimitDiff() {}

    static void compare(ResolvedSchema oldShape, ResolvedSchema newShape, DiffContext spot) {
        UPPER.forEach(limit -> bound(limit, oldShape, newShape, spot, 1));
        LOWER.forEach(limit -> bound(limit, oldShape, newShape, spot, -1));
        STRICTER.forEach(limit -> flag(limit, oldShape, newShape, spot));
        JsonNode oldPattern = oldShape.keyword("pattern");
        JsonNode newPattern = newShape.keyword("pattern");
        if (!oldPattern.equals(newPattern)) {
            // Which of two expressions allows more is not ours to decide.
            spot.report(ChangeType.PATTERN_CHANGED, changed("pattern", oldPattern, newPattern));
        }
    }

    /** An upper bound has the sign 1, a lower one -1: it is tightened when it moves against its sign. */
    private static void bound(
            String limit, ResolvedSchema oldShape, ResolvedSchema newShape, DiffContext spot, int sign) {
        JsonNode oldLimit = oldShape.keyword(limit);
        JsonNode newLimit = newShape.keyword(limit);
        int move = newLimit.isMissingNode() || oldLimit.isMissingNode()
                ? Boolean.compare(newLimit.isMissingNode(), oldLimit.isMissingNode())
                : sign * number(newLimit).compareTo(number(oldLimit));
        if (move < 0) {
            tightened(limit, oldLimit, newLimit, spot);
        } else if (move > 0) {
            loosened(limit, oldLimit, newLimit, spot);
        }
    }

    private static void flag(String limit, ResolvedSchema oldShape, ResolvedSchema newShape, DiffContext spot) {
        JsonNode oldLimit = oldShape.keyword(limit);
        JsonNode newLimit = newShape.keyword(limit);
        boolean was = set(oldLimit);
        boolean is = set(newLimit);
        if (is && !(was && oldLimit.equals(newLimit))) {
            tightened(limit, oldLimit, newLimit, spot);
        } else if (was && !is) {
            loosened(limit, oldLimit, newLimit, spot);
        }
    }

    private static boolean set(JsonNode limit) {
        return limit.isNumber() || limit.asBoolean();
    }

    private static void tightened(String limit, JsonNode from, JsonNode to, DiffContext spot) {
        spot.report(ChangeType.REQUEST_LIMIT_TIGHTENED, ChangeType.RESPONSE_LIMIT_TIGHTENED, changed(limit, from, to));
    }

    private static void loosened(String limit, JsonNode from, JsonNode to, DiffContext spot) {
        spot.report(ChangeType.REQUEST_LIMIT_LOOSENED, ChangeType.RESPONSE_LIMIT_LOOSENED, changed(limit, from, to));
    }

    private static BigDecimal number(JsonNode limit) {
        return limit.decimalValue();
    }

    private static String changed(String limit, JsonNode from, JsonNode to) {
        return "%s changed from %s to %s".formatted(limit, text(from), text(to));
    }

    private static String text(JsonNode limit) {
        return limit.isMissingNode() ? "none" : limit.asText();
    }
}
