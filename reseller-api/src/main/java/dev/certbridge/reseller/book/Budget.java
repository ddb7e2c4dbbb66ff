package dev.certbridge.reseller.book;

import dev.certbridge.reseller.order.Money;
import java.text.Normalizer;

/**
 * A named limit on the number and the price of the orders in a book. A caller sets the budget of an order with {@link
 * dev.certbridge.reseller.order.Spending#from}. The transaction that commits an attempt takes the price from the
 * budget. If the reseller charges more, the difference is taken when the charge is read; until then, the budget counts
 * the quoted price. The price is returned to the budget if nothing was ordered or if the reseller reports a refund.
 */
public sealed interface Budget {

    /**
     * Returns a budget.
     *
     * @param name the name, unique in its book; stored in Unicode form NFC, like the name of an {@link
     *     dev.certbridge.reseller.order.Intent}
     * @param orders the number of orders that the budget covers, 0 or more
     * @param money the amount that the budget covers for all orders together
     * @throws IllegalArgumentException the name is blank, or begins or ends with a blank, or the number of orders is
     *     negative
     */
    static Budget of(String name, long orders, Money money) {
        if (name.isBlank() || orders < 0) {
            throw new IllegalArgumentException("a budget needs a name, and its number of orders must not be negative");
        }
        String composed = Normalizer.normalize(name, Normalizer.Form.NFC);
        if (BudgetValues.isBlank(composed.charAt(0)) || BudgetValues.isBlank(composed.charAt(composed.length() - 1))) {
            throw new IllegalArgumentException(
                    "budget \"" + composed + "\" begins or ends with a blank. Remove the blank");
        }
        return new BudgetValues(composed, orders, money);
    }

    /** Returns the name. */
    String name();

    /** Returns the number of orders that the budget covers. */
    long orders();

    /** Returns the amount that the budget covers for all orders together. */
    Money money();

    /** The remaining part of a budget. */
    sealed interface Left {

        /** Returns the remaining part of a budget. */
        static Left of(Budget budget, long orders, long cents) {
            return new BudgetLeft(budget, orders, cents);
        }

        /** Returns the budget. */
        Budget budget();

        /**
         * Returns the number of orders that the budget still covers. The number is negative if the budget was reduced
         * below the number of orders already taken.
         */
        long orders();

        /**
         * Returns the amount that the budget still covers, in cents of its currency. The amount is negative if the
         * budget was reduced below the amount already taken.
         */
        long cents();
    }
}

record BudgetValues(String name, long orders, Money money) implements Budget {

    /** Returns true if a character is a blank, including no-break spaces. */
    static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }
}

record BudgetLeft(Budget budget, long orders, long cents) implements Budget.Left {}
