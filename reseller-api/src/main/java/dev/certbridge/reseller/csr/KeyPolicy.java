package dev.certbridge.reseller.csr;

import java.io.IOException;
import java.io.StringReader;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;

/**
 * Accepts the keys that public certificate authorities sign, which are RSA keys of at least 2048 bits and EC keys on
 * P-256, P-384 and P-521.
 */
final class KeyPolicy {

    private static final Set<ASN1ObjectIdentifier> CURVES =
            Set.of(SECObjectIdentifiers.secp256r1, SECObjectIdentifiers.secp384r1, SECObjectIdentifiers.secp521r1);

    private static final BigInteger LEAST_EXPONENT = BigInteger.valueOf(65537);

    /**
     * The product of the primes below 752. If an RSA modulus and this product have a common divisor, the modulus has a
     * small factor.
     */
    private static final BigInteger SMALL_PRIMES = IntStream.range(2, 752)
            .mapToObj(BigInteger::valueOf)
            .filter(number -> number.isProbablePrime(20))
            .reduce(BigInteger.ONE, BigInteger::multiply);

    private KeyPolicy() {}

    /** Returns the key. Throws {@link IllegalArgumentException} if the type or size of the key is not accepted. */
    static PublicKey publicKey(SubjectPublicKeyInfo info) {
        ASN1ObjectIdentifier kind = info.getAlgorithm().getAlgorithm();
        boolean rsa = kind.equals(PKCSObjectIdentifiers.rsaEncryption);
        if (!rsa && !kind.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
            throw new IllegalArgumentException(
                    kind.equals(PKCSObjectIdentifiers.id_RSASSA_PSS)
                            ? "the key is for RSA-PSS only, and certificate authorities do not sign such keys. Make an RSA key"
                                    + " without that restriction"
                            : "the key is neither RSA nor EC. Use RSA of at least 2048 bits, or EC P-256");
        }
        ASN1Encodable curve = info.getAlgorithm().getParameters();
        if (!rsa && curve instanceof ASN1Sequence) {
            throw new IllegalArgumentException("the EC key contains explicit curve parameters, which certificate"
                    + " authorities refuse. Create the key with a named curve, with OpenSSL -pkeyopt"
                    + " ec_param_enc:named_curve");
        }
        if (!rsa && !(curve instanceof ASN1ObjectIdentifier named && CURVES.contains(named))) {
            throw new IllegalArgumentException("the EC key is on another curve than P-256, P-384 or P-521. Use P-256");
        }
        PublicKey key;
        try {
            key = KeyFactory.getInstance(rsa ? "RSA" : "EC").generatePublic(new X509EncodedKeySpec(info.getEncoded()));
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            throw new IllegalArgumentException("the public key cannot be read. Make a new key pair", e);
        }
        if (key instanceof RSAPublicKey big && big.getModulus().bitLength() < 2048) {
            throw new IllegalArgumentException("the RSA key has "
                    + big.getModulus().bitLength() + " bits. Certificate authorities require at least 2048");
        }
        return key;
    }

    /**
     * Returns the reasons why no public certificate authority signs this key. Each text completes a sentence that
     * begins with "the CSR". The Baseline Requirements of the CA/Browser Forum state the limits for keys in sections
     * 6.1.5 and 6.1.6.
     */
    static List<String> problems(PublicKey key) {
        if (!(key instanceof RSAPublicKey rsa)) {
            return List.of();
        }
        List<String> problems = new ArrayList<>();
        int bits = rsa.getModulus().bitLength();
        if (bits % 8 != 0 || bits > 8192) {
            problems.add("has an RSA key of " + bits + " bits; make a key of 2048, 3072 or 4096 bits");
        }
        BigInteger exponent = rsa.getPublicExponent();
        if (!exponent.testBit(0) || exponent.compareTo(LEAST_EXPONENT) < 0 || exponent.bitLength() > 256) {
            problems.add(
                    "has an RSA key with the public exponent " + exponent + "; make a key with the exponent 65537");
        }
        if (!rsa.getModulus().gcd(SMALL_PRIMES).equals(BigInteger.ONE)) {
            problems.add("has an RSA key whose modulus has a small factor, so anybody can compute the private key; make"
                    + " a new key with another tool");
        }
        return problems;
    }

    /**
     * Parses a private key in PKCS#8 DER. Throws {@link IllegalArgumentException} if the key is not an RSA or EC key.
     */
    static PrivateKey privateKey(byte[] pkcs8) {
        try {
            ASN1ObjectIdentifier kind =
                    PrivateKeyInfo.getInstance(pkcs8).getPrivateKeyAlgorithm().getAlgorithm();
            String name = kind.equals(PKCSObjectIdentifiers.rsaEncryption) ? "RSA" : "EC";
            return KeyFactory.getInstance(name).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException | RuntimeException e) {
            // The cause is omitted, because the message of the library may contain parts of the private key.
            throw new IllegalArgumentException("the private key cannot be read as PKCS#8");
        }
    }

    /**
     * Parses a private key in PKCS#8, PKCS#1 or SEC 1. Throws {@link IllegalArgumentException} if the key is encrypted
     * or is not an RSA or EC key.
     */
    static PrivateKey privateKey(Pem.Block block) {
        try {
            Object key = new PEMParser(new StringReader(Pem.of(block.kind(), block.der()))).readObject();
            return privateKey(
                    (key instanceof PEMKeyPair pair ? pair.getPrivateKeyInfo() : (PrivateKeyInfo) key).getEncoded());
        } catch (IOException | RuntimeException e) {
            // The cause is omitted here, too.
            throw new IllegalArgumentException("the " + block.kind()
                    + " is encrypted, or is neither RSA nor EC. To remove a password, use the command openssl pkey");
        }
    }

    /** Returns true if the two keys are a pair. Signs with the private key and verifies with the public key. */
    static boolean pair(PrivateKey privateKey, PublicKey publicKey) {
        try {
            // The algorithm follows from the public key. initSign refuses a private key of another type.
            Signature signature =
                    Signature.getInstance(publicKey.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA");
            signature.initSign(privateKey);
            byte[] probe = publicKey.getEncoded();
            signature.update(probe);
            byte[] signed = signature.sign();
            signature.initVerify(publicKey);
            signature.update(probe);
            return signature.verify(signed);
        } catch (GeneralSecurityException | RuntimeException e) {
            return false;
        }
    }
}
