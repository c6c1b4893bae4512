package io.dataarts.rerun.internal;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** A method's return type that knows its name: Feign asks for it at each call, and Java puts it together anew. */
record ReturnType(ParameterizedType type, String getTypeName) implements ParameterizedType {

    @Override
    public Type[] getActualTypeArguments() {
        return type.getActualTypeArguments();
    }

    @Override
    public Type getRawType() {
        return type.getRawType();
    }

    @Override
    public @Nullable Type getOwnerType() {
        return type.getOwnerType();
    }
}
