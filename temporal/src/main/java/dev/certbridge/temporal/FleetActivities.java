package dev.certbridge.temporal;

import io.temporal.activity.ActivityInterface;
import java.util.List;
import java.util.Map;

/**
 * The actions that the workflows perform outside of Temporal. Each activity can be retried at any time. An intent names
 * one term of one certificate, and the order book refuses a second order for an intent.
 */
@ActivityInterface
public interface FleetActivities {

    /**
     * Decides about each certificate, orders the due certificates, and delivers the issued certificates. Open orders
     * are passed to the {@link OrderWaitWorkflow} of their reseller.
     */
    List<CertificateStatus> check(List<CertificateInput> certificates);

    /**
     * Waits for orders and publishes their DNS records. When an order is issued, has ended or waits for a person,
     * signals {@link CertificateWorkflow#check} to the workflow of its certificate.
     *
     * @param open the ids of the certificate workflows by intent
     * @return the intents of the orders for which the wait is over
     */
    List<String> await(String reseller, Map<String, String> open);
}
