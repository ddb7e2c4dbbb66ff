/**
 * Keys, certificate signing requests and issued certificates, independent of any reseller. Start at {@link
 * dev.certbridge.reseller.csr.KeyVault}, which has the private key on disk before anything is ordered with it, and end
 * at {@link dev.certbridge.reseller.csr.IssuedCertificate}, which refuses a certificate for another key or name.
 *
 * <p>Bouncy Castle reads and writes the formats; the cryptography is the JDK's own, and no security provider is
 * registered. Bad input gives one line of text, and no message ever holds key material.
 */
@NullMarked
package dev.certbridge.reseller.csr;

import org.jspecify.annotations.NullMarked;
