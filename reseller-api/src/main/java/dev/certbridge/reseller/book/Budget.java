package dev.certbridge.reseller.book;

import dev.certbridge.reseller.order.Money;
import java.text.Normalizer;

/**
 * A named limit on the number and the price of the orders in a book. {@link
 * dev.certbridge.reseller.order.Spending#from} names the budget of an order. The price of an order is taken from its
 * budget in the transaction that commits the order, and is returned if nothing was ordered or the reseller reports a
 * refund.
 *
 * @param name the name, unique in its book and without blanks at its ends; stored in Unicode's composed form (NFC), as
 *     the name of an {@link dev.certbridge.reseller.order.Intent} is
 * @param orders the number of orders that the budget covers, 0 or more
 * @param money the amount that the budget covers for all orders together
 */
public record Budget(String name, long orders, Money money) {

    /**
     * Creates a budget.
     *
     * @throws IllegalArgumentException the name is blank, or begins or ends with a blank, or the number of orders is
     *     negative
     */
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

    /** Returns a name in Unicode's composed form (NFC), in which budgets are stored and looked up. */
    static String composed(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC);
    }

    /** Returns true for every blank, including no-break spaces. */
    private static boolean blank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    /**
     * The remaining part of a budget.
     *
     * @param budget the budget
     * @param orders the number of orders that the budget still covers; negative if the budget was reduced below the
     *     number already taken
     * @param cents the amount that the budget still covers, in cents of its currency; negative if the budget was
     *     reduced below the amount already taken
     */
    public record Left(Budget budget, long orders, long cents) {}
}
