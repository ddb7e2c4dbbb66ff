package dev.certbridge.reseller.order;

import java.util.Optional;

/**
 * The organization in an OV certificate. Immutable. Realtime Register accepts the fields of an organization. regfish
 * accepts the id of an organization that it has on file.
 */
public sealed interface Organization {

    /** Returns an organization that the reseller has on file, by the reseller's id ({@code hdl_...} at regfish). */
    static Organization onFile(String id) {
        return new OnFile(id);
    }

    /** Returns an organization with this legal name. The reseller copies missing fields from the CSR. */
    static Details named(String name) {
        Optional<String> none = Optional.empty();
        return new Details(name, none, none, none, none, none, none);
    }

    /** An organization that the reseller has on file. */
    record OnFile(String id) implements Organization {}

    /**
     * An organization that is described by its fields.
     *
     * @param address the street and house number
     * @param state the state or province
     * @param country the country code of ISO 3166-1, two letters
     * @param registration the number in the trade register
     */
    record Details(
            String name,
            Optional<String> address,
            Optional<String> postalCode,
            Optional<String> city,
            Optional<String> state,
            Optional<String> country,
            Optional<String> registration)
            implements Organization {

        /** Returns a copy with this street and house number. */
        public Details address(String value) {
            return new Details(name, Optional.of(value), postalCode, city, state, country, registration);
        }

        /** Returns a copy with this postal code. */
        public Details postalCode(String value) {
            return new Details(name, address, Optional.of(value), city, state, country, registration);
        }

        /** Returns a copy with this city. */
        public Details city(String value) {
            return new Details(name, address, postalCode, Optional.of(value), state, country, registration);
        }

        /** Returns a copy with this state or province. */
        public Details state(String value) {
            return new Details(name, address, postalCode, city, Optional.of(value), country, registration);
        }

        /** Returns a copy with this country code, two letters. */
        public Details country(String value) {
            return new Details(name, address, postalCode, city, state, Optional.of(value), registration);
        }

        /** Returns a copy with this number in the trade register. */
        public Details registration(String value) {
            return new Details(name, address, postalCode, city, state, country, Optional.of(value));
        }
    }
}
