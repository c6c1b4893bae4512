package io.dataarts.contract.api;

class HiddenSample {

    public void inherited() {
    }
}
