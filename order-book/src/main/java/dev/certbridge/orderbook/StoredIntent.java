package dev.certbridge.orderbook;

import dev.certbridge.reseller.order.Intent;
import java.text.Normalizer;

/** An intent as a book holds it. An earlier version took names with blanks at their ends, and names in any Unicode form. */
final class StoredIntent {

    private StoredIntent() {}

    /** Returns the intent that a stored name stands for now. */
    static Intent of(String stored) {
        return new Intent(stripped(stored));
    }

    /** Returns a name of any length without the blanks at its ends, and in composed form: as budgets are named. */
    static String plain(String name) {
        return Normalizer.normalize(stripped(name), Normalizer.Form.NFC);
    }

    private static String stripped(String stored) {
        int start = 0;
        int end = stored.length();
        while (start < end && blank(stored.charAt(start))) {
            start++;
        }
        while (start < end && blank(stored.charAt(end - 1))) {
            end--;
        }
        return stored.substring(start, end);
    }

    /** Returns the name in the form that is stored now; as it is where it names no intent, which is told when it is read. */
    static String composed(String stored) {
        try {
            return of(stored).name();
        } catch (IllegalArgumentException e) {
            return stored;
        }
    }

    private static boolean blank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }
}
