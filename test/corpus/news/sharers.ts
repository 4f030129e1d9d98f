import { type Extra, extra } from './extra.ts'

/** A statement that every newsroom was sent. */
const STATEMENT = [
  '“I was asked to serve for two years and have served for twenty-three. In that time the opera house has had three roofs, nine chief conductors and one cat, and I have outlasted them all but the cat. I have been told that a director must know when the applause is for the end of the evening. I hear it now, and I thank you for it.”',
  '“I leave no debts, no enemies whom I can name, and a drawer of letters that my successor will find instructive. To the chorus I say: breathe. To the ministry I say: pay them. I shall be in row fourteen on the first night, on the aisle, and I shall not be wearing a tie.”',
]

/** The captions below a picture gallery that one outlet puts under whatever it runs that week. */
const GALLERY = [
  'Gallery: The autumn gale in pictures',
  '1 of 5: Waves break over the lifeboat slip at Kestrel Bay at the height of the gale.',
  '2 of 5: Schoolchildren hold on to a lamp post, and to their headmaster, on Signal Hill.',
  '3 of 5: What was left of the bandstand after a beach hut had flown through it.',
  '4 of 5: The landlord of the Three Gulls rescues his sign for the second time.',
  '5 of 5: Calm returns, and with it the man who sells ices, who had never really left.',
]

/** Texts that share long passages and are yet not one story. */
export const sharers: readonly Extra[] = [
  extra('Halyard Wire', {
    key: 'opera-head-halyard',
    agency: 'Halyard Wire',
    headline: 'Marenz Opera Director Konstanze Ulm to Step Down After 23 Years',
    dek: 'Successor to be named in spring',
    hoursAgo: 12,
    paragraphs: [
      'Konstanze Ulm, who turned the Marenz Opera from a leaking curiosity into one of the houses that singers telephone, will step down at the end of the season, she announced on {today}.',
      ...STATEMENT,
      'The ministry of culture said that a committee of five would look for a successor and hoped to name one by the spring.',
    ],
  }),
  extra('Corvane Press', {
    key: 'opera-head-corvane',
    agency: 'Corvane Press',
    headline: 'Marenz Opera Director Konstanze Ulm Steps Down After 23 Years',
    dek: 'A tie will not be worn',
    hoursAgo: 11.6,
    paragraphs: [
      'The longest reign in the musical life of the capital is drawing to a close. The woman whom stagehands call the Weather pinned a note to the stage door before rehearsal, and then rehearsed.',
      ...STATEMENT,
      'Among those tipped to follow her are Bertil Oake of the Tolvik festival and her own deputy, Mireille Sands, who declined to come to the telephone.',
    ],
  }),
  extra('Castrel Tribune', {
    key: 'opera-head-local',
    headline: 'Ulm Leaves the Marenz Opera: What It Means for Castrel',
    dek: 'Plans for joint productions in doubt',
    hoursAgo: 9,
    paragraphs: [
      'Castrel’s opera house shares two productions a year with Marenz, and both were agreed by a handshake with Konstanze Ulm. She goes in summer.',
      ...STATEMENT,
      'The intendant here, Piers Holloway, has asked for the handshakes to be written down before then. He was told that paper would be found.',
    ],
  }),
  extra('Kestrel Post', {
    key: 'gallery-library',
    headline: 'Mobile Library to Stop at the Lighthouse',
    dek: 'Alternate Thursdays',
    hoursAgo: 28,
    paragraphs: [
      'The mobile library will call at the lighthouse cottages on alternate Thursdays from next month, the parish said. Readers are asked to bring back the atlas.',
      ...GALLERY,
    ],
  }),
  extra('Kestrel Post', {
    key: 'gallery-mussels',
    headline: 'Mussel Beds Reopened After Clean Samples',
    dek: 'Two weeks’ ban lifted',
    hoursAgo: 23,
    paragraphs: [
      'Gathering mussels north of the slip is allowed again after two sets of samples came back clean. The ban had lasted for a fortnight and had been observed, the warden said, by most.',
      ...GALLERY,
    ],
  }),
  extra('Kestrel Post', {
    key: 'gallery-choir',
    headline: 'Choir Seeks a Bass With His Own Boat',
    dek: 'Rehearsals on the island',
    hoursAgo: 19,
    paragraphs: [
      'St Brannoc’s choir, which has rehearsed on the island since its hall was sold, is looking for a second bass. Applicants should be able to read a chart and, if possible, music.',
      ...GALLERY,
    ],
  }),
  extra('Dunmarrow Courier', {
    key: 'notice-bins',
    headline: 'Bins a Day Late',
    dek: 'Holiday rounds',
    hoursAgo: 21,
    paragraphs: [
      'Bins on the east side of town will be emptied a day late this week because of the holiday.',
    ],
  }),
  extra('Dunmarrow Courier', {
    key: 'notice-baths',
    headline: 'Baths Closed for Cleaning',
    dek: 'Until Friday',
    hoursAgo: 15,
    paragraphs: [
      'The swimming baths are closed until Friday so that the large pool can be drained and scrubbed.',
    ],
  }),
]
