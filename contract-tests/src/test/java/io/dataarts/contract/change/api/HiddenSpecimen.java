package io.dataarts.contract.change.api;

class HiddenSpecimen {

    public void inherited() {
    }
}
