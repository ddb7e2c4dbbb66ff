package dev.certbridge.conformance.acorn.client.generated.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The bodies of the contract. Any member of an answer may be missing, whatever the contract requires. */
public final class ShopModels {

    private ShopModels() {}

    /** What is ordered. */
    public record OrderForm(String product, List<String> names, int days, String csr) {}

    /** An order. */
    public record Order(
            @Nullable String id,
            @Nullable String status,
            @Nullable String product,
            @Nullable List<@Nullable String> names,
            @Nullable Integer days,
            @Nullable Price price,
            @Nullable String csr,
            @Nullable List<@Nullable DnsEntry> records,
            @Nullable String serial,
            @JsonProperty("expires_at") @Nullable OffsetDateTime expiresAt) {}

    /** All orders. */
    public record OrderList(@Nullable List<@Nullable Order> orders) {}

    /** A product and its price now. */
    public record Product(
            @Nullable String id,
            @Nullable String name,
            @Nullable String level,
            @Nullable Price price) {}

    /** The catalog. */
    public record ProductList(@Nullable List<@Nullable Product> products) {}

    /** An amount. */
    public record Price(@Nullable String currency, @Nullable Long cents) {}

    /** A record to publish. */
    public record DnsEntry(
            @Nullable String name,
            @Nullable String type,
            @Nullable String value) {}

    /** Why something was refused. */
    public record Error(@Nullable String code, @Nullable String message) {}
}
