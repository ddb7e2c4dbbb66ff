package dev.certbridge.realtime;

import dev.certbridge.reseller.Capability;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Product;
import java.util.List;

/** The calls that sell: the current ones or the deprecated ones. All else is the same for both. */
interface RealtimeOperations {

    /** Whether requests of these calls can hold, or these calls do, such a thing. */
    boolean supports(Capability capability);

    /**
     * Checks everything that can be known before anything is sent, and fills the call.
     *
     * @throws dev.certbridge.reseller.failure.InvalidRequestException with everything that is wrong at once
     * @throws dev.certbridge.reseller.failure.UnsupportedException these calls cannot do this
     */
    RealtimeOrderCall prepare(OrderRequest request);

    /** Of the products on offer, those that these calls sell, in their own unit of validity. */
    List<Product> supported(List<dev.certbridge.realtime.generated.model.Product> offered);
}
