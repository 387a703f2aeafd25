export const measureNative = async () => ''
