package dev.certbridge.conformance.acorn.client.generated.api;

import dev.certbridge.conformance.acorn.client.generated.model.ShopModels.Order;
import dev.certbridge.conformance.acorn.client.generated.model.ShopModels.OrderForm;
import dev.certbridge.conformance.acorn.client.generated.model.ShopModels.OrderList;
import dev.certbridge.conformance.acorn.client.generated.model.ShopModels.Product;
import dev.certbridge.conformance.acorn.client.generated.model.ShopModels.ProductList;
import dev.certbridge.reseller.http.Answer;
import dev.certbridge.reseller.http.PathSegment;
import dev.certbridge.reseller.http.Spend;
import dev.certbridge.reseller.http.Statuses;
import feign.Param;
import feign.RequestLine;

/** One method per operation; a method that takes a {@link Spend} can cost money. */
public interface ShopApi {

    /** Order a certificate. <b>Can cost money.</b> */
    @Statuses({201, 400, 401, 402, 409, 429, 500, 503})
    @RequestLine(value = "POST /v1/orders", decodeSlash = false)
    Answer createOrder(OrderForm orderForm, Spend spend);

    /** List all orders of the account. */
    @Statuses({200, 401, 429, 500})
    @RequestLine(value = "GET /v1/orders", decodeSlash = false)
    OrderList listOrders();

    /** Read one order. */
    @Statuses({200, 401, 404, 429, 500})
    @RequestLine(value = "GET /v1/orders/{order}", decodeSlash = false)
    Order getOrder(@Param(value = "order", expander = PathSegment.class) String order);

    /** Fetch the certificate and its chain. */
    @Statuses({200, 401, 404, 409, 429, 500})
    @RequestLine(value = "GET /v1/orders/{order}/certificate", decodeSlash = false)
    Answer downloadCertificate(@Param(value = "order", expander = PathSegment.class) String order);

    /** List the catalog with its prices. */
    @Statuses({200, 401, 429, 500})
    @RequestLine(value = "GET /v1/products", decodeSlash = false)
    ProductList listProducts();

    /** Read one product with its price. */
    @Statuses({200, 401, 404, 429, 500})
    @RequestLine(value = "GET /v1/products/{product}", decodeSlash = false)
    Product getProduct(@Param(value = "product", expander = PathSegment.class) String product);
}
