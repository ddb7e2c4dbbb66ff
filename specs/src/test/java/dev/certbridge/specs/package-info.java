/**
 * Checks of the contracts, before anything is generated from them or stubbed with them. They read the documents with
 * {@code Contract} and not with {@code dev.certbridge.contract}, because they change copies of the documents and test
 * the text that the other reader relies on.
 */
package dev.certbridge.specs;
