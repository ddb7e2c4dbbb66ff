package dev.certbridge.client.transport;

import feign.Request;
import feign.RequestTemplate;
import feign.Target;

/** Leaves a request with its path and query only: where it goes is known, and an address would be parsed every time. */
record RelativeTarget<T>(Class<T> type, String name) implements Target<T> {

    @Override
    public String url() {
        return "/";
    }

    @Override
    public Request apply(RequestTemplate template) {
        return template.request();
    }
}
