/** A configuration in an address: how it is written there, and how long it may be. */

/** Discord's limit for an embed or media URL, the narrowest of the platforms. */
export const LONGEST_URL = 2_048;

/** Of the configuration alone: the hosted service's address and the picture's size take about a hundred. */
export const LONGEST_QUERY = 1_940;

/** As the value of a query: what a value may hold stays as it is, which is a quarter shorter than encoding everything. */
export const inQuery = (text: string): string => encodeURI(text).replace(/[#&+;]/g, encodeURIComponent);
