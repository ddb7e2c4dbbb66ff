package dev.certbridge.temporal;

import io.temporal.activity.ActivityInterface;
import java.util.List;
import java.util.Map;

/**
 * The actions of the workflows outside of Temporal. Each activity can be retried at any time: the order book refuses a
 * second order for an intent, and an intent names one term of one certificate.
 */
@ActivityInterface
public interface FleetActivities {

    /**
     * Decides about each certificate, orders the due certificates, and delivers the issued certificates. Open orders
     * are passed to the {@link OrderWaitWorkflow} of their reseller.
     */
    List<CertificateStatus> check(List<CertificateInput> certificates);

    /**
     * Waits for orders, publishes their DNS records, and signals {@link CertificateWorkflow#check} to the workflow of
     * each order that is issued, has ended or waits for a person.
     *
     * @param open the ids of the certificate workflows by intent
     * @return the intents of the orders for which the wait is over
     */
    List<String> await(String reseller, Map<String, String> open);
}
