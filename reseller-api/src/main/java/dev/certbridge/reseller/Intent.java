package dev.certbridge.reseller;

/**
 * The caller's name for one wish to buy. The same name in the same order book never buys twice.
 *
 * @param name 1 to 200 characters, no control characters, chosen so that a rerun finds it again
 */
public record Intent(String name) {

    public Intent {
        if (name.isBlank() || name.length() > 200 || name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("an intent is named by 1 to 200 characters without control characters");
        }
    }

    /** The intent of that name. */
    public static Intent of(String name) {
        return new Intent(name);
    }

    @Override
    public String toString() {
        return name;
    }
}
