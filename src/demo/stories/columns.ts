/** Invented stories: columns, which come back under one title. */
import type { DemoStory } from '../story.ts'

const TITLE = 'Notes From the Estuary'

export const columns: readonly DemoStory[] = [
  {
    key: 'estuary-notes-earlier',
    agency: null,
    author: 'Hettie Quill',
    place: '',
    headline: TITLE,
    altHeadline: TITLE,
    dek: 'Our weekly look at the life of the tideline',
    category: 'Opinion',
    hoursAgo: 47,
    paragraphs: [
      'There is a week in every autumn when the mud changes its voice. All summer it ticks and pops under the sun like cooling porridge; then one morning it says nothing, and one knows that the worms have gone down and the curlews will have to go after them.',
      'I walked out to the second sluice on {yesterday} with a flask and the intention of counting wigeon. I got as far as sixty-one. Then a boy with a shrimping net asked what I was doing and, on being told, said that he could count them by the noise. He made it four hundred. I have put down “about four hundred”.',
      'The ferryman tells me that the eelgrass is back on the bar, in a strip as long as a cricket pitch. He would not say where exactly. He has seen what becomes of things when I write about them.',
      'A reader in Mill Lane asks how to keep starlings out of a chimney. The answer is that one lights a fire in it, in August, and apologises.',
      'Next week: why the harbour seals are late, and what to do with a glut of sloes. Bring your own gin.',
    ],
  },
  {
    key: 'estuary-notes-later',
    agency: null,
    author: 'Hettie Quill',
    place: '',
    headline: TITLE,
    altHeadline: TITLE,
    dek: 'Our weekly look at the life of the tideline',
    category: 'Opinion',
    hoursAgo: 9,
    paragraphs: [
      'The seals have come. I promised to say why they were late, and I find that I have no idea; but eleven of them were lying on the Maiden Bank on {yesterday}, all facing the same way, like people waiting for a bus in which they have stopped believing.',
      'One pup is nearly white and has been named Gladys by the lifeboat crew. The crew are not supposed to name the pups. The coxswain says that it slipped out.',
      'As to sloes, you have written in numbers. Mrs Tenby of Chapel Row freezes hers first, to split the skins; Mr Abelard holds that this is cheating and pricks each one with a silver fork that belonged to his aunt. I have tried both side by side and cannot remember the outcome.',
      'Frost on the salt marsh twice since Sunday. The samphire has gone red from the top, and below the old lime kiln somebody has built, quite beautifully and for no reason, a dry-stone wall a yard long.',
      'Next week: a walk to the wreck, if the tide allows it, and an answer to the question of the left-handed oyster knife. Until then keep your boots by the door and your windows open for geese.',
    ],
  },
]
