/**
 * Keys, certificate signing requests and issued certificates, independent of any reseller. The class {@link
 * dev.certbridge.reseller.csr.KeyVault} stores a private key on the disk before a certificate is ordered with this key.
 * The class {@link dev.certbridge.reseller.csr.IssuedCertificate} checks that a certificate has the ordered key and
 * names.
 *
 * <p>Bouncy Castle reads and writes the formats of keys, CSRs and certificates. The JDK does the cryptography, and no
 * security provider is registered. Invalid input causes an exception with a message of one line. No message contains
 * key material.
 */
@NullMarked
package dev.certbridge.reseller.csr;

import org.jspecify.annotations.NullMarked;
