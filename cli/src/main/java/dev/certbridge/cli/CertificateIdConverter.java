package dev.certbridge.cli;

import dev.certbridge.reseller.order.CertificateId;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code certbridge-certificate:realtime:live:...}. */
final class CertificateIdConverter implements ITypeConverter<CertificateId> {

    @Override
    public CertificateId convert(String text) {
        try {
            return CertificateId.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
