package io.dataarts.contract.change.api;

class HiddenSample {

    public void inherited() {
    }
}
