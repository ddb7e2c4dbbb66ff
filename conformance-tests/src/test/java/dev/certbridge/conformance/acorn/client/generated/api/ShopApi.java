package dev.certbridge.conformance.acorn.client.generated.api;

import dev.certbridge.client.transport.ApiResponse;
import dev.certbridge.client.transport.DocumentedStatuses;
import dev.certbridge.client.transport.PathSegment;
import dev.certbridge.client.transport.SpendPermit;
import dev.certbridge.conformance.acorn.client.generated.model.ShopModels.Order;
import dev.certbridge.conformance.acorn.client.generated.model.ShopModels.OrderForm;
import dev.certbridge.conformance.acorn.client.generated.model.ShopModels.OrderList;
import dev.certbridge.conformance.acorn.client.generated.model.ShopModels.Product;
import dev.certbridge.conformance.acorn.client.generated.model.ShopModels.ProductList;
import feign.Param;
import feign.RequestLine;

/** One method per operation; a method that takes a {@link SpendPermit} can cost money. */
public interface ShopApi {

    /** Order a certificate. <b>Can cost money.</b> */
    @DocumentedStatuses({201, 400, 401, 402, 409, 429, 500, 503})
    @RequestLine(value = "POST /v1/orders", decodeSlash = false)
    ApiResponse createOrder(OrderForm orderForm, SpendPermit spend);

    /** List all orders of the account. */
    @DocumentedStatuses({200, 401, 429, 500})
    @RequestLine(value = "GET /v1/orders", decodeSlash = false)
    OrderList listOrders();

    /** Read one order. */
    @DocumentedStatuses({200, 401, 404, 429, 500})
    @RequestLine(value = "GET /v1/orders/{order}", decodeSlash = false)
    Order getOrder(@Param(value = "order", expander = PathSegment.class) String order);

    /** Fetch the certificate and its chain. */
    @DocumentedStatuses({200, 401, 404, 409, 429, 500})
    @RequestLine(value = "GET /v1/orders/{order}/certificate", decodeSlash = false)
    ApiResponse downloadCertificate(@Param(value = "order", expander = PathSegment.class) String order);

    /** List the catalog with its prices. */
    @DocumentedStatuses({200, 401, 429, 500})
    @RequestLine(value = "GET /v1/products", decodeSlash = false)
    ProductList listProducts();

    /** Read one product with its price. */
    @DocumentedStatuses({200, 401, 404, 429, 500})
    @RequestLine(value = "GET /v1/products/{product}", decodeSlash = false)
    Product getProduct(@Param(value = "product", expander = PathSegment.class) String product);
}
