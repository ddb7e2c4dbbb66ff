package dev.certbridge.temporal;

import io.temporal.activity.ActivityInterface;
import java.util.List;
import java.util.Map;

/**
 * The actions that the workflows perform outside Temporal. Temporal can retry each activity at any time, because each
 * term of a certificate has one intent, and the order book refuses a second order for an intent.
 */
@ActivityInterface
public interface FleetActivities {

    /**
     * Orders the due certificates and delivers the issued certificates. Passes each open order to the
     * {@link OrderWaitWorkflow} of its reseller.
     */
    List<CertificateStatus> check(List<CertificateInput> certificates);

    /**
     * Waits for orders and publishes their DNS records. When an order is issued, has ended or waits for a person, sends
     * the signal {@link CertificateWorkflow#check} to the workflow of its certificate.
     *
     * @param open a map from the intents of the open orders to the ids of the certificate workflows
     * @return the intents of the orders for which the wait is over
     */
    List<String> await(String reseller, Map<String, String> open);
}
