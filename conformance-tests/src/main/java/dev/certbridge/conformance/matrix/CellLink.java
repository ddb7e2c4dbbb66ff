package dev.certbridge.conformance.matrix;

/**
 * Where to look. The page has the place itself; elsewhere the path tells it.
 *
 * @param text what is shown
 * @param path a file, from the root of the repository; empty for a rule of the kit
 * @param line the line in it, from 1; 0 for a rule of the kit
 */
public record CellLink(String text, String path, int line) {

    /** A rule of the kit, which the page lists by its number. */
    static CellLink rule(String number) {
        return new CellLink(number, "", 0);
    }
}
