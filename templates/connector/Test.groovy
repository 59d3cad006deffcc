/* Asks for one user: that takes the way, the credentials and the role of the application. */
customizedConnection.search([attributes: ['id'], startIndex: 1, count: 1])
