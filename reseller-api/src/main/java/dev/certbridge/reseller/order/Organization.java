package dev.certbridge.reseller.order;

import java.util.Optional;

/**
 * Whose name stands in an OV certificate. Immutable. Realtime Register takes the fields, regfish the id of an
 * organization it has on file.
 */
public sealed interface Organization {

    /** An organization on file at the reseller, by its id there ({@code hdl_...} at regfish). */
    static Organization onFile(String id) {
        return new OnFile(id);
    }

    /** An organization by its fields; each left out is taken from the CSR. */
    static Details named(String name) {
        Optional<String> none = Optional.empty();
        return new Details(name, none, none, none, none, none, none);
    }

    /**
     * On file at the reseller.
     *
     * @param id the reseller's id of it
     */
    record OnFile(String id) implements Organization {}

    /**
     * By its fields.
     *
     * @param name the legal name
     * @param address street and number
     * @param postalCode the postal code
     * @param city the city
     * @param state the state or province
     * @param country ISO 3166-1, two letters
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

        /** In this street. */
        public Details address(String value) {
            return new Details(name, Optional.of(value), postalCode, city, state, country, registration);
        }

        /** With this postal code. */
        public Details postalCode(String value) {
            return new Details(name, address, Optional.of(value), city, state, country, registration);
        }

        /** In this city. */
        public Details city(String value) {
            return new Details(name, address, postalCode, Optional.of(value), state, country, registration);
        }

        /** In this state or province. */
        public Details state(String value) {
            return new Details(name, address, postalCode, city, Optional.of(value), country, registration);
        }

        /** In this country, two letters. */
        public Details country(String value) {
            return new Details(name, address, postalCode, city, state, Optional.of(value), registration);
        }

        /** Registered under this number. */
        public Details registration(String value) {
            return new Details(name, address, postalCode, city, state, country, Optional.of(value));
        }
    }
}
