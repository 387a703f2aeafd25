export const make = () => () => []
