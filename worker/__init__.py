"""The affiliation worker: reads the students' mail, files it into cases and answers with the next step."""
