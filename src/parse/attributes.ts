/** The attributes of an element of XML or HTML: values by names. */
export type Attributes = Readonly<Record<string, string>>
