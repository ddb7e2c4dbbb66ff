package dev.certbridge.conformance.endtoend;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.reseller.OrderId;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.stub.CannedFailure;
import dev.certbridge.stub.PemText;
import dev.certbridge.stub.Reply;
import dev.certbridge.stub.StubOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSAbsentContent;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What was paid for is read in every form that a download may have. */
class DeliveredFormsTest {

    /** A form of the certificates in a download. */
    private enum Form {
        PEM {
            @Override
            byte[] of(List<byte[]> certificates) {
                StringBuilder pem = new StringBuilder();
                certificates.forEach(der -> pem.append(PemText.of("CERTIFICATE", der)));
                return pem.toString().getBytes(US_ASCII);
            }
        },
        BASE64_OF_PEM {
            @Override
            byte[] of(List<byte[]> certificates) throws IOException, CMSException {
                return Base64.getEncoder().encode(PEM.of(certificates));
            }
        },
        DER {
            @Override
            byte[] of(List<byte[]> certificates) {
                ByteArrayOutputStream all = new ByteArrayOutputStream();
                certificates.forEach(all::writeBytes);
                return all.toByteArray();
            }
        },
        BASE64_OF_DER {
            @Override
            byte[] of(List<byte[]> certificates) throws IOException, CMSException {
                return Base64.getEncoder().encode(DER.of(certificates));
            }
        },
        PKCS7 {
            @Override
            byte[] of(List<byte[]> certificates) throws IOException, CMSException {
                CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
                for (byte[] der : certificates) {
                    generator.addCertificate(new X509CertificateHolder(der));
                }
                return generator.generate(new CMSAbsentContent()).getEncoded();
            }
        };

        abstract byte[] of(List<byte[]> certificates) throws IOException, CMSException;
    }

    static Stream<Arguments> everywhere() {
        return Shopper.resellers()
                .flatMap(reseller -> Stream.of(Form.values())
                        .flatMap(form ->
                                Stream.of(true, false).map(leafFirst -> Arguments.of(reseller, form, leafFirst))));
    }

    @ParameterizedTest(name = "at {0}, {1}, leaf first: {2}")
    @MethodSource("everywhere")
    void it_is_read(String reseller, Form form, boolean leafFirst) {
        try (Shopper shopper = Shopper.at(reseller, StubOptions.defaults())) {
            KeyAndCsr key = Shopper.key("www.example.com");
            OrderId id = shopper.order("shop-4711/1", shopper.request(key)).id();
            IssuedCertificate usual = shopper.reseller().await(id, Shopper.PATIENCE, new RecordingPublisher());
            shopper.stub()
                    .answer(
                            "downloadCertificate",
                            CannedFailure.altered(reply -> other(reply, form, leafFirst))
                                    .always());

            IssuedCertificate issued = shopper.reseller().download(id);

            assertThat(issued.fullChainPem()).isEqualTo(usual.fullChainPem());
            assertThat(issued.keySha256()).isEqualTo(key.csr().keySha256());
        }
    }

    private static Reply other(Reply pem, Form form, boolean leafFirst) {
        try {
            List<byte[]> certificates = new ArrayList<>();
            for (Certificate certificate : CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(decoded(pem.body())))) {
                certificates.add(certificate.getEncoded());
            }
            if (!leafFirst) {
                Collections.reverse(certificates);
            }
            return new Reply(pem.status(), pem.headers(), form.of(certificates));
        } catch (GeneralSecurityException | IOException | CMSException e) {
            throw new IllegalStateException("cannot make " + form, e);
        }
    }

    /** What a stub answers may be base64 text itself. */
    private static byte[] decoded(byte[] body) {
        try {
            return Base64.getDecoder().decode(body);
        } catch (IllegalArgumentException notBase64) {
            return body;
        }
    }
}
