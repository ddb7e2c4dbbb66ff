package dev.certbridge.reseller.book;

import dev.certbridge.reseller.order.Money;
import java.text.Normalizer;

/**
 * A named limit on the orders and money of a book, used with {@link dev.certbridge.reseller.order.Spending#from}. What
 * an order takes is
 * taken in the same step that commits it, and comes back when nothing was ordered or a refund was seen.
 *
 * @param name unique in its book, kept in Unicode's composed form (NFC) as the name of an {@link
 *     dev.certbridge.reseller.order.Intent} is; no blanks at its ends
 * @param orders how many orders
 * @param money how much altogether, in one currency
 */
public record Budget(String name, long orders, Money money) {

    public Budget {
        if (name.isBlank() || orders < 0) {
            throw new IllegalArgumentException("a budget has a name and a number of orders that is not negative");
        }
        name = composed(name);
        if (blank(name.charAt(0)) || blank(name.charAt(name.length() - 1))) {
            throw new IllegalArgumentException(
                    "budget \"" + name + "\" begins or ends with a blank; leave it out, or two names look like one");
        }
    }

    /** Returns the form of a name in which budgets are kept and found. */
    static String composed(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC);
    }

    /** Also the blanks that do not break a line. */
    private static boolean blank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    /**
     * The rest of a budget.
     *
     * @param budget the whole
     * @param orders how many orders it still covers; negative when the budget was lowered below what was taken
     * @param cents how much it still covers, in cents of its currency; negative as above
     */
    public record Left(Budget budget, long orders, long cents) {}
}
